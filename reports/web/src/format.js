// Numbers as the page writes them (reports/render/kpi_text does the same for its tables): shares in per cent, durations in
// seconds, a true minus sign.

/** What the axis of a KPI shows: its values times `factor`, in `unit`. */
export function axisOf(kpi) {
  if (kpi.unit === 'share') return {factor: 100, unit: '%'};
  return {factor: 1, unit: kpi.unit === 'seconds' ? 's' : ''};
}

/** A shown value with a tenth below 100, whole above. */
export function numberText(value, digits = Math.abs(value) < 100 ? 1 : 0) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** "84.1 % ± 0.6" of a mean and half width that are already scaled for their axis. */
export function estimateText(mean, halfWidth, unit) {
  const number = unit ? `${numberText(mean)} ${unit}` : numberText(mean);
  return halfWidth === null ? number : `${number} ± ${numberText(halfWidth, Math.abs(mean) < 100 ? 1 : 0)}`;
}
