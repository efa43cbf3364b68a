/** Durations, estimates and days in words. Dates, clock times, numbers and sizes are written as the language and the region do (`format.ts`). */
export const momentStrings = {
  lessThanSecond: 'less than a second',
  seconds: '{seconds, number} s',
  minutes: '{minutes, number} min',
  minutesSeconds: '{minutes, number} min {seconds, number} s',
  hours: '{hours, number} h',
  hoursMinutes: '{hours, number} h {minutes, number} min',
  lessThanMinute: 'less than a minute',
  aboutMinutes: 'about {minutes, number} min',
  aboutHours: 'about {hours, plural, one {# hour} other {# hours}}',
  aboutDays: 'about {days, plural, one {# day} other {# days}}',
  aboutWeeks: 'about {weeks, plural, one {# week} other {# weeks}}',
  aboutMonths: 'about {months, plural, one {# month} other {# months}}',
  someMinutes: 'a few minutes',
  lessThanHour: 'less than an hour',
  aboutAnHour: 'about an hour',
  someHours: 'a few hours',
  aboutADay: 'about a day',
  inMoment: 'in a moment',
  inMinutes: 'in {minutes, plural, one {# minute} other {# minutes}}',
  inHours: 'in {hours, plural, one {# hour} other {# hours}}',
  today: 'Today',
  yesterday: 'Yesterday',
  tomorrow: 'Tomorrow',
  /** Behind “until”, with the article or the preposition that it needs there. */
  todayAt: '{time}',
  tomorrowAt: 'tomorrow {time}',
  yesterdayAt: 'yesterday {time}',
  momentAt: '{moment}',
  /** A day and a time: “Today 02:03”. */
  dayAndTime: '{day} {time}',
  /** Within a sentence. */
  todayPast: 'today at {time}',
  yesterdayPast: 'yesterday at {time}',
  daysAgo: '{days, plural, one {# day ago} other {# days ago}}',
  onDay: 'on {day}',
  /** “1.2 of 3.4 GB”. */
  sizeOf: '{done} of {total}',
  /** “Details: caption, place”. */
  labelled: '{label}: {value}',
  /** “Not in Immich (8)”. */
  counted: '{label} ({count, number})',
  /** A line with its full stop. */
  sentence: '{text}.',
} as const;
