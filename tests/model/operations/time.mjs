// Time moves, and the power is cut.

import { HOUR, localDay } from "../calendar.mjs";
import { closing } from "../figures.mjs";

export const timeOperations = {
  wait: { weight: 6, async run(life) {
    const hours = 1 + life.roll(life.roll.chance(15) ? 24 * 35 : 30), before = life.now();
    for (let day = localDay(before); day < localDay(before + hours * HOUR); day++)
      life.closings.set(day, closing(life.world, day));
    await life.server.clock.move(`+${hours}h`);
    life.log.push(`time +${hours}h`);
  } },
  powerCut: { weight: 2, async run(life) {
    await life.server.kill();
    await life.server.start();
    life.log.push("power cut");
  } },
};
