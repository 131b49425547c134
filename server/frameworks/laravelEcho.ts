/** Laravel Echo: the browser's end of a broadcast; which PHP event a name means is joined in the graph. */
import type { JavaScriptFramework } from './javascriptFramework';

export const laravelEcho: JavaScriptFramework = {
  id: 'laravelEcho',
  title: 'Laravel Echo',
  packages: ['laravel-echo', '@laravel/echo-vue', '@laravel/echo-react'],
  needles: ['Echo'],
  pattern: String.raw`\.listen\s*\(\s*['"\x60]|\bEcho\s*\.\s*(?:private|channel|join|encryptedPrivate)\s*\(|@laravel/echo-`,
};

/** Calls of Echo that answer a channel. */
export const echoChannels: ReadonlySet<string> = new Set(['private', 'channel', 'join', 'encryptedPrivate']);
/** Hooks of its packages for Vue and React: the channel comes first, then the event, then the handler. */
export const echoHooks: ReadonlySet<string> = new Set(['useEcho', 'useEchoPublic', 'useEchoPresence']);
