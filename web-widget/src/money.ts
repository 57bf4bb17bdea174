/** How many digits a currency has after the point; an unknown code has two, like most. */
export function fractionDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch (cause) {
    if (cause instanceof RangeError) return 2;
    throw cause;
  }
}

/** Shops write `12.5`, `"12.50"`, `"1.299,00 €"`: an integer of minor units, or undefined when it is no amount. */
export function minorUnits(amount: unknown, digits: number): number | undefined {
  const value = typeof amount === 'string' ? parse(amount) : amount;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.round(Number((value * 10 ** digits).toFixed(3)));
}

function parse(written: string): number {
  const digits = written.replace(/[^\d.,-]/g, '');
  const point = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const after = digits.length - point - 1;
  const marks = digits.match(/[.,]/g)?.length ?? 0;
  // A single mark is the decimal point, as GA4 asks. Of several, all but the last group thousands, and the last does
  // too when three digits follow it.
  const isDecimal = point >= 0 && (marks === 1 || after !== 3);
  const whole = isDecimal ? digits.slice(0, point) : digits;
  const fraction = isDecimal ? digits.slice(point + 1) : '';
  const clean = `${whole.replace(/[.,]/g, '')}.${fraction || '0'}`;
  return digits.match(/\d/) ? Number(clean) : Number.NaN;
}
