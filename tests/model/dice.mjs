// mulberry32: the same throws from the same seed, everywhere.

export function dice(seed) {
  const roll = (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
  roll.one = (list) => list[roll(list.length)];
  roll.chance = (percent) => roll(100) < percent;
  return roll;
}
