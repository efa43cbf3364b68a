/** Black or white, whichever can be read on the given `#rrggbb` (WCAG 2 relative luminance). */
export function onAccentColour(colour: string): '#ffffff' | '#000000' {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  // Apple sets white on its own mid-toned accents; black only where white falls below 3:1.
  return 1.05 / (luminance + 0.05) >= 3 ? '#ffffff' : '#000000';
}
