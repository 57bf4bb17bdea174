/**
 * A code the shop takes, or the reason why it does not: the till says it to the shopper, and the agent reads the same.
 * @param {string} code
 * @returns {{code: string, accepted: true, percent: number} | {code: string, accepted: false, reason: string}}
 */
export function tryCoupon(code) {
  const typed = code.trim().toUpperCase();
  switch (typed) {
    case 'SUMMER10':
      return { code: typed, accepted: true, percent: 10 };
    case 'WINTER5':
      return { code: typed, accepted: false, reason: 'It ended on 28 February.' };
    default:
      return { code: typed, accepted: false, reason: 'There is no such code.' };
  }
}
