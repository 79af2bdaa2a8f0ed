#include "base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace billwright {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  File() : folder_(testing::TempDir() + "file_test-" + std::to_string(::getpid())) {
    fs::create_directories(folder_);
  }
  ~File() override { fs::remove_all(folder_); }

  size_t CountFiles() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(File, IsReadAsItWasWritten) {
  const std::string text("line\n\0binary", 12);
  ASSERT_TRUE(WriteFileAtomically(folder_ / "proof.json", text));
  EXPECT_EQ(ReadFile(folder_ / "proof.json").value(), text);
}

TEST_F(File, IsReplacedAndNothingStaysBeside) {
  ASSERT_TRUE(WriteFileAtomically(folder_ / "proof.json", "old"));
  ASSERT_TRUE(WriteFileAtomically(folder_ / "proof.json", "new"));
  EXPECT_EQ(ReadFile(folder_ / "proof.json").value(), "new");
  EXPECT_EQ(CountFiles(), 1u);
}

TEST_F(File, StaysWhenReplacingItFails) {
  fs::create_directories(folder_ / "target" / "inside");
  const Error error = WriteFileAtomically(folder_ / "target", "text").error();
  EXPECT_EQ(error.code(), ErrorCode::kIo);
  EXPECT_EQ(error.ToString(), "cannot write " + (folder_ / "target").string() + ": Is a directory");
  EXPECT_EQ(CountFiles(), 1u);
}

TEST_F(File, NotThereIsNotFound) {
  const Error error = ReadFile(folder_ / "fx.csv").error();
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.ToString(),
            "cannot read " + (folder_ / "fx.csv").string() + ": No such file or directory");
}

TEST_F(File, ThatIsFolderCannotBeRead) {
  const Error error = ReadFile(folder_).error();
  EXPECT_EQ(error.code(), ErrorCode::kIo);
  EXPECT_EQ(error.ToString(), "cannot read " + folder_.string() + ": Is a directory");
}

TEST_F(File, TreeIsSyncedWithFoldersInside) {
  fs::create_directories(folder_ / "runs" / "7");
  ASSERT_TRUE(WriteFileAtomically(folder_ / "runs" / "7" / "cell.parquet", "x"));
  fs::create_symlink("/no/such/place", folder_ / "dangling");
  EXPECT_TRUE(FsyncTree(folder_));
  EXPECT_TRUE(FsyncFile(folder_ / "runs" / "7" / "cell.parquet"));
}

TEST_F(File, TreeNotThereIsNotFound) {
  EXPECT_EQ(FsyncTree(folder_ / "none").error().code(), ErrorCode::kNotFound);
}

TEST_F(File, DescriptorSeesFullDisk) {
  FileDescriptor full = FileDescriptor::Open("/dev/full", O_WRONLY, "write").value();
  EXPECT_EQ(full.Write("x").error().ToString(), "cannot write /dev/full: No space left on device");
}

TEST(ErrnoText, IsForPeople) { EXPECT_EQ(ErrnoText(EACCES), "Permission denied"); }

}  // namespace
}  // namespace billwright
