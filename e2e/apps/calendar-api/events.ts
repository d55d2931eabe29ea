import { randomUUID } from "node:crypto";

export interface CalendarEvent {
  id: string;
  title: string;
  /** ISO 8601, UTC */
  startsAt: string;
}

const calendars = new Map<string, CalendarEvent[]>();

/** A person's events, soonest first. Everybody starts with three, so that there is something to see. */
export function listEvents(subject: string): CalendarEvent[] {
  const events = calendars.get(subject) ?? firstEvents();
  calendars.set(subject, events);
  return events.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
}

/** Adds an event to a person's calendar. */
export function addEvent(subject: string, title: string, startsAt: Date): CalendarEvent {
  const event = { id: randomUUID(), title, startsAt: startsAt.toISOString() };
  calendars.set(subject, [...listEvents(subject), event]);
  return event;
}

function firstEvents(): CalendarEvent[] {
  return [
    { id: randomUUID(), title: "Team breakfast", startsAt: at(1, 8) },
    { id: randomUUID(), title: "Dentist", startsAt: at(2, 15) },
    { id: randomUUID(), title: "Train to the coast", startsAt: at(5, 9) },
  ];
}

function at(daysFromNow: number, hour: number): string {
  const time = new Date();
  time.setUTCDate(time.getUTCDate() + daysFromNow);
  time.setUTCHours(hour, 0, 0, 0);
  return time.toISOString();
}
