/** Names of classes as people say them: without their namespace. Knows no language by name, only how they separate. */

/** `App\Listeners\Notify@handle` → `Notify@handle`, `billing::Refund` → `Refund`, `com.acme.Order` → `Order`; `order.placed` stays. */
export function shortName(name: string): string {
  if (/\s/.test(name)) return name;
  const [path = '', ...method] = name.split(/(?=@|->|#)|(?<=[a-z0-9_])(?=::[a-z_]\w*(?:$|\())/);
  const last = path
    .split(/\\|::|\/|\.(?=[A-Z])/)
    .filter((part) => part !== '')
    .at(-1);
  return (last ?? path) + method.join('');
}
