# Writes ${OUT}: the texts of ${FILES} as one table, names relative to ${ROOT}. Raw literals are cut
# into pieces, since compilers limit the length of one.
set(text "#include \"base/embedded.h\"\n\nnamespace billwright {\n\nstd::span<const EmbeddedFile> EmbeddedFiles() {\n  static const EmbeddedFile files[] = {\n")
foreach(file ${FILES})
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" length)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(REGEX REPLACE "((\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f]))" "\\1\"\n     \"" escaped "${escaped}")
  math(EXPR size "${length} / 2")
  string(APPEND text "    {\"${name}\", {\"${escaped}\", ${size}}},\n")
endforeach()
string(APPEND text "    {\"\", {}},\n  };\n  return {files, std::size(files) - 1};\n}\n\n}  // namespace billwright\n")
file(WRITE ${OUT} "${text}")
