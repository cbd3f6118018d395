/**
 * What a phone number is found by beside the way it is written: without spaces and signs, and as it is dialled in its own country where its country's
 * code stands apart ("+44 7700 900001" → "+447700900001", "07700900001"). "" where that adds nothing; a line feed between two.
 */
export function phoneForms(phoneNumber: string): string {
  if (phoneNumber === '' || /^\+?\d*$/.test(phoneNumber)) return ''
  const inOne = phoneNumber.replaceAll(/[^\d+]/g, '')
  if (!/^\+?\d{5,}$/.test(inOne)) return ''
  const country = /^\s*\+\d{1,3}(?!\d)/.exec(phoneNumber)
  // "(0)" is said for callers from abroad, and is no digit of the number.
  const national = country === null ? '' : phoneNumber.slice(country[0].length).replace('(0)', '').replaceAll(/\D/g, '')
  return national === '' ? inOne : `${inOne}\n${national.startsWith('0') ? '' : '0'}${national}`
}
