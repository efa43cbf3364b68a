/** Decimal units of sizes as macOS counts them, a thousand of each in the next: names that `Intl.NumberFormat` knows. */
export const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
