/** What two messages of one mistake have in common, once the values in them are left out. Knows no exception. */

const looked = 1_000;
const kept = 300;

/** A word that says which error it is stays; what is quoted and whatever has a digit is a value. */
const values =
  /\b(?:errors?|code|errno|status|sqlstate|http|exit)[ :=[]{1,2}[\w.]{1,12}\b|'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|[\p{L}\p{N}_.@:/#-]+/giu;

export function similar(message: string | null): string {
  if (message === null) return '';
  const [line = ''] = message.slice(0, looked).trim().split('\n', 1);
  return line
    .replace(values, (part) => {
      if (/^\p{L}+[ :=[]/u.test(part)) return part;
      if (/^['"`]/.test(part)) return '…';
      return /\p{N}/u.test(part) ? '#' : part;
    })
    .replace(/\s+/g, ' ')
    .slice(0, kept);
}
