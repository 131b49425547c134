/** What the code is made out to know of the types of a made-up store. */
import type { CodePlace, StoreCodeAnswer, StoreCodeParams } from '../../../server/protocol';

export function cannedCode({ types, classes }: Pick<StoreCodeParams, 'types' | 'classes'>): StoreCodeAnswer {
  return {
    version: 1,
    types: types.map((type) => {
      const short = /\w+$/.exec(type)?.[0] ?? type;
      if (short === 'PriceUpdated')
        return {
          type,
          state: 'none',
          dispatchers: [],
          listeners: [],
          channels: [],
          closest: 'App\\Catalog\\PriceChanged',
        };
      return {
        type,
        state: 'found',
        eventId: `event:${type}`,
        declaration: place(type, `app/Events/${short}.php:14`),
        dispatchers: [place('CheckoutController::store', 'app/Http/Controllers/CheckoutController.php:64')],
        listeners:
          short === 'ParcelLost'
            ? []
            : [
                {
                  ...place('OrderListProjector::apply', 'app/Projections/OrderListProjector.php:57', 'same call'),
                  projection: true,
                },
                place('EvaluatePriceAlerts::handle', 'app/Listeners/EvaluatePriceAlerts.php:31', 'same call'),
                place('NotifyBuyer::handle', 'app/Listeners/NotifyBuyer.php:22', 'queued on mail'),
              ],
        channels: short === 'OrderPlaced' ? [place('private-orders.{orderId}', 'as order.placed')] : [],
        fields: [
          { name: 'productId', type: 'ProductId' },
          { name: 'price', type: 'Money' },
          { name: 'previousPrice', type: 'Money' },
          { name: 'observedAt', type: 'DateTimeImmutable' },
        ],
      };
    }),
    classes: classes.map((name) => ({ name, place: place(name, 'app/Projections/Projector.php:12') })),
    neverStored: [],
  };
}

function place(name: string, label: string, detail?: string): CodePlace {
  const at = { line: 0, character: 0 };
  return {
    name,
    label,
    location: { uri: `file:///shop/${label}`, range: { start: at, end: at } },
    ...(detail === undefined ? {} : { detail }),
  };
}
