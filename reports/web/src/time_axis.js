// Where intervals stand on a horizontal axis. Closed hours take no room: intervals stand side by side in order, with a
// small gap wherever time jumps, so five working days are five blocks rather than mostly night.

const gap = 2;

/** Positions of slots (sorted by minute), each one wide, and the days with their extent. */
export function layOut(slots, slotMinutes) {
  const positions = [];
  const days = [];
  let next = 0;
  slots.forEach((slot, i) => {
    const jump = i > 0 && slot.minute - slots[i - 1].minute > slotMinutes;
    const newDay = i > 0 && slot.day !== slots[i - 1].day;
    if (jump || newDay) next += gap;
    positions.push(next);
    if (i === 0 || newDay) days.push({day: slot.day, from: next, to: next + 1});
    days[days.length - 1].to = next + 1;
    next += 1;
  });
  return {positions, days, end: next};
}

/** The indices of times ("08:00") to label, so that labels `room` pixels wide do not touch. */
export function labelledTimes(times, pixelsPerSlot, slotMinutes, room = 52) {
  const pixelsPerHour = (pixelsPerSlot * 60) / slotMinutes;
  const hours = [1, 2, 3, 4, 6, 12].find((step) => step * pixelsPerHour >= room);
  if (!hours) return [];
  return times.flatMap((time, i) => {
    const [hour, minute] = time.split(':').map(Number);
    return time.length === 5 && minute === 0 && hour % hours === 0 ? [i] : [];
  });
}
