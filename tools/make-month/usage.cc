#include "usage.h"

#include <algorithm>

namespace billwright::make_month {

namespace {

Amount Transferred(const Slot& slot, uint64_t thrown) {
  // Some hours move a few bytes only: costs of single units of the last place.
  if (thrown % 7 == 0) return static_cast<Amount>(10 + thrown % 490);
  return static_cast<Amount>(thrown % static_cast<uint64_t>(2 * kOne)) * slot.size;
}

}  // namespace

bool IsOn(const World& world, const Slot& slot, int hour) {
  const int day = hour / 24;
  if ((hour % 24 - slot.start_hour + 24) % 24 >= slot.hours) return false;
  if (slot.weekdays && (world.first_weekday + day) % 7 >= 5) return false;
  return day % slot.every_days == slot.day_phase;
}

Amount UsageIn(const World& world, const Slot& slot, int hour) {
  const Sku& sku = world.catalogue.skus()[static_cast<size_t>(slot.sku)];
  const uint64_t which = static_cast<uint64_t>(&slot - world.slots.data());
  const uint64_t thrown =
      world.chance.Throw(About::kHourAmount, which, static_cast<uint64_t>(hour));
  switch (sku.meter) {
    case Meter::kInstance:
      // Windows begin with part of an hour; machines that always run restart now and then.
      if (slot.hours < 24 && hour % 24 == slot.start_hour)
        return Fraction(25 * static_cast<int64_t>(1 + thrown % 4), 2);
      return thrown % 300 == 0 ? Fraction(50, 2) : kOne;
    case Meter::kTask:
      return Fraction(25 * static_cast<int64_t>(1 + thrown % 4), 2) * slot.size;
    case Meter::kCompute:
      return Fraction(static_cast<int64_t>(thrown % 200'000'000), 4) * slot.size;
    case Meter::kStorage:
      return Portion(Whole(slot.size * 40), 1, 744) + hour * slot.size * 1000;
    case Meter::kTransfer:
      return Transferred(slot, thrown);
    case Meter::kCount:
      return Whole(static_cast<int64_t>(1 + thrown % 5000) * slot.size);
    case Meter::kNone:
      break;
  }
  return 0;
}

Amount TypicalUsage(const World& world, const Slot& slot) {
  switch (world.catalogue.skus()[static_cast<size_t>(slot.sku)].meter) {
    case Meter::kInstance:
      return kOne;
    case Meter::kTask:
      return Fraction(625, 3) * slot.size;
    case Meter::kCompute:
      return Whole(10'000 * slot.size);
    default:
      return 0;
  }
}

int64_t WeeklyHours(const Slot& slot) {
  return std::max<int64_t>(int64_t{slot.hours} * (slot.weekdays ? 5 : 7) / slot.every_days, 1);
}

}  // namespace billwright::make_month
