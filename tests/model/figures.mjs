// What must be seen of a world at a moment, from nothing but its people, bookings and the time: the analytics of a customer
// and the dashboard.

import { dateOf, dayStart, localDay, monthStart, yearBack } from "./calendar.mjs";
import { isCounted } from "./world.mjs";

const ACTIVE_DAYS = 90, SERIES = 30, MONTHS = 13, RECENT = 5, SOURCES = 8;

const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);
const time = (ms) => (ms === undefined ? null : new Date(ms).toISOString());

export function analytics(world, id, now) {
  const bookings = [...world.bookings].filter(([, b]) => b.customer === id).map(([key, b]) => ({ ...b, wasPaid: world.paid(key), open: world.open(key) }));
  const counted = bookings.filter(isCounted);
  const euros = counted.filter((b) => b.currency === "EUR");
  const lost = bookings.filter((b) => ["canceled", "no-show"].includes(b.status));
  const starts = counted.map((b) => b.starts).sort((a, b) => a - b);
  const ended = counted.filter((b) => b.ends <= now).map((b) => b.starts).sort((a, b) => a - b);
  return {
    total_bookings: counted.length,
    total_spent: sum(euros, (b) => b.total),
    lifetime_value: sum(euros, (b) => b.total),
    paid: sum(bookings.filter((b) => b.currency === "EUR" && b.status !== "draft"), (b) => b.wasPaid),
    kept: sum(lost.filter((b) => b.currency === "EUR"), (b) => b.wasPaid),
    open_balance: sum(euros, (b) => b.open),
    upcoming_value: sum(euros.filter((b) => b.starts > now), (b) => b.total),
    canceled: lost.filter((b) => b.status === "canceled").length,
    no_show: lost.filter((b) => b.status === "no-show").length,
    guest_appearances: world.appearances(id).length,
    first_booking_at: time(starts[0]),
    last_booking_at: time(ended.at(-1)),
    next_booking_at: time(starts.find((ms) => ms > now)),
  };
}

const shown = (people) => [...people].filter(([, person]) => !person.archived);

function isActive(world, id, day) {
  const starts = world.bookingsOf(id).filter(isCounted).map((booking) => booking.starts);
  return starts.length > 0 && localDay(Math.max(...starts)) >= day - ACTIVE_DAYS;
}

export const activeCustomers = (world, day) => shown(world.customers).map(([id]) => id).filter((id) => isActive(world, id, day));

// What the dashboard shows of a day in its last moment.
export function closing(world, day) {
  return {
    customers: shown(world.customers).length,
    leads: shown(world.contacts).filter(([, contact]) => !contact.customer).length,
    active: activeCustomers(world, day).length,
  };
}

// `closings` are those of the days that are over: day → closing. What nobody has seen is like the next that was.
function story(closings, figure, today, value, without) {
  const at = (day) => {
    for (; day < today; day++)
      if (closings.has(day))
        return closings.get(day)[figure];
      else if (without !== undefined)
        return without;
    return value;
  };
  const series = Array.from({ length: SERIES }, (_, i) => at(today - SERIES + 1 + i));
  return { value, before: at(today - SERIES), change: value - at(today - SERIES), year_before: null, series };
}

function captured(world, today) {
  const days = shown(world.contacts).map(([, contact]) => localDay(contact.captured));
  const between = (from, to) => days.filter((day) => day >= from && day <= to).length;
  const month = monthStart(today), before = between(month - SERIES, today - SERIES), value = between(month, today);
  return {
    value, before, change: value - before,
    year_before: days.some((day) => day <= yearBack(today)) ? between(monthStart(today, 12), yearBack(today)) : null,
    series: Array.from({ length: SERIES }, (_, i) => between(today - SERIES + 1 + i, today - SERIES + 1 + i)),
  };
}

function months(world, today) {
  const counted = [...world.bookings.values()].filter(isCounted).map((b) => ({ ...b, month: dateOf(localDay(b.starts)).slice(0, 7) }));
  return Array.from({ length: MONTHS }, (_, i) => {
    const month = dateOf(monthStart(today, MONTHS - 1 - i)).slice(0, 7), of = counted.filter((b) => b.month === month);
    return { month, bookings: of.length,
      revenue: { amount: sum(of.filter((b) => b.currency === "EUR"), (b) => b.total), currency: "EUR" } };
  });
}

function sources(world) {
  const bySource = new Map();
  for (const [, contact] of shown(world.contacts)) {
    const row = bySource.get(contact.source) ?? { source: contact.source, contacts: 0, converted: 0 };
    row.contacts++;
    row.converted += contact.customer ? 1 : 0;
    bySource.set(contact.source, row);
  }
  return [...bySource.values()].sort((a, b) => b.contacts - a.contacts || (a.source < b.source ? -1 : 1)).slice(0, SOURCES);
}

export function openTasks(world, now) {
  const tomorrow = dayStart(localDay(now) + 1);
  const open = [...world.tasks].filter(([, task]) => task.state === "open")
    .sort(([a, x], [b, y]) => x.remind - y.remind || (a < b ? -1 : 1));
  return {
    overdue: open.filter(([, task]) => task.remind <= now).map(([id]) => id),
    today: open.filter(([, task]) => task.remind > now && task.remind < tomorrow).map(([id]) => id),
    coming: open.filter(([, task]) => task.remind >= tomorrow).map(([id]) => id),
  };
}

export function dashboard(world, closings, now) {
  const today = localDay(now), { customers, leads, active } = closing(world, today);
  const tasks = openTasks(world, now);
  const latest = (id) => Math.max(...world.bookingsOf(id).filter(isCounted).map((booking) => booking.starts));
  return {
    date: dateOf(today),
    figures: {
      customers: story(closings, "customers", today, customers),
      leads: story(closings, "leads", today, leads),
      contacts_this_month: captured(world, today),
      active_customers: story(closings, "active", today, active, 0),
    },
    bookings_today: [...world.bookings.values()].filter((b) => isCounted(b) && localDay(b.starts) === today).length,
    months: months(world, today),
    leads_by_source: sources(world),
    recent_customers: shown(world.customers).map(([id]) => id).sort().reverse().slice(0, RECENT)
      .map((id) => ({ id, latest: Number.isFinite(latest(id)) ? time(latest(id)) : null })),
    recent_leads: shown(world.contacts).filter(([, c]) => !c.customer)
      .sort(([a, x], [b, y]) => y.captured - x.captured || (a < b ? 1 : -1)).slice(0, RECENT).map(([id]) => id),
    follow_ups: { overdue: tasks.overdue.length, today: tasks.today.length,
      items: [...tasks.overdue, ...tasks.today].slice(0, RECENT) },
  };
}
