/** What a connection's text may look like, and what to call it. Pure: it connects to nothing. */

const schemes: Readonly<Record<string, string>> = {
  'postgres:': 'PostgreSQL',
  'postgresql:': 'PostgreSQL',
  'mysql:': 'MySQL',
  'mariadb:': 'MariaDB',
};

/** One sentence that never repeats the text, or nothing. */
export function problemOfConnection(text: string): string | undefined {
  const url = parsed(text);
  if (!url)
    return 'Written as postgres://user:password@host:5432/database or mysql://user:password@host:3306/database.';
  if (!(url.protocol in schemes)) return 'Begins with postgres:// or mysql://.';
  if (databaseIn(url) === '') return 'Ends with the name of a database: …@host:5432/database.';
  return undefined;
}

/** `tickets on db.example`. */
export function nameForConnection(text: string): string {
  const url = parsed(text);
  return url ? `${databaseIn(url)} on ${url.hostname || 'this machine'}` : '';
}

export function problemOfName(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') return 'It needs a name.';
  if (/[\\/]/.test(name)) return 'A name has no slash.';
  return taken.includes(name.trim()) ? 'There is a connection of this name.' : undefined;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text.trim());
  } catch {
    return undefined;
  }
}

function databaseIn({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname.replace(/^\/+/, ''));
  } catch {
    return pathname.slice(1);
  }
}
