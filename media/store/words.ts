/** Words and sentences that several views share, and how data is made safe to look at. Knows no view. */

/** `1 event`, `2 events` */
export function count(amount: number | string, one: string, many = `${one}s`): string {
  return `${amount} ${String(amount) === '1' ? one : many}`;
}

/**
 * Names of classes as people say them, without their namespace; other text as it is. `App\Listeners\Notify@handle` is `Notify@handle`,
 * `billing::Refund` is `Refund`, `com.acme.Order` is `Order`; `order.placed` stays.
 */
export function shortName(name: string): string {
  if (!/^[\p{L}\p{N}_$@:.\\/#>()-]+$/u.test(name)) return name;
  const [path = '', ...method] = name.split(/(?=@|->|#)|(?<=[a-z0-9_])(?=::[a-z_]\w*(?:$|\())/);
  const last = path
    .split(/\\|::|\/|\.(?=[A-Z])/)
    .filter((part) => part !== '')
    .at(-1);
  return (last ?? path) + method.join('');
}

/**
 * Data as one line to look at: what would not be seen, or would turn the text around it, is written out as `\u0007`.
 * Line ends and tabs too, where `lines` does not keep them.
 */
export function visible(text: string, lines = false): string {
  const unseen = lines ? unseenButLines : unseenAll;
  return text.replace(unseen, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// Controls, soft hyphen, zero width characters, line separators, and all that sets a direction by force.
const invisible =
  '\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
const alone = '(?<![\\ud800-\\udbff])[\\udc00-\\udfff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])';
const unseenAll = new RegExp(`[\\u0000-\\u001f${invisible}]|${alone}`, 'g');
const unseenButLines = new RegExp(`[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f${invisible}]|${alone}`, 'g');

/** `12`, `1 of 2`: how many the filter leaves. */
export function timeSpan(
  { from, to }: { readonly from?: string; readonly to?: string },
  moment: (iso: string) => string,
): string | undefined {
  if (from !== undefined && to !== undefined) return `${moment(from)} \u2013 ${moment(to)}`;
  if (from !== undefined) return `Since ${moment(from)}`;
  if (to !== undefined) return `Before ${moment(to)}`;
  return undefined;
}
