/** What must be known of classes that live outside the workspace: parents, container names, facades. */

/** Parents of framework classes that workspaces extend. */
export const externalParents: Readonly<Record<string, readonly string[]>> = {
  'Illuminate\\Foundation\\Auth\\User': ['Illuminate\\Database\\Eloquent\\Model'],
  'Illuminate\\Database\\Eloquent\\Relations\\Pivot': ['Illuminate\\Database\\Eloquent\\Model'],
  'Illuminate\\Database\\Eloquent\\Relations\\MorphPivot': ['Illuminate\\Database\\Eloquent\\Relations\\Pivot'],
  'Illuminate\\Notifications\\DatabaseNotification': ['Illuminate\\Database\\Eloquent\\Model'],
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcastNow': ['Illuminate\\Contracts\\Broadcasting\\ShouldBroadcast'],
  'Illuminate\\Foundation\\Support\\Providers\\EventServiceProvider': ['Illuminate\\Support\\ServiceProvider'],
  'Illuminate\\Foundation\\Support\\Providers\\AuthServiceProvider': ['Illuminate\\Support\\ServiceProvider'],
  'Illuminate\\Foundation\\Support\\Providers\\RouteServiceProvider': ['Illuminate\\Support\\ServiceProvider'],
  'Spatie\\LaravelPackageTools\\PackageServiceProvider': ['Illuminate\\Support\\ServiceProvider'],
  'Illuminate\\Queue\\CallQueuedClosure': ['Illuminate\\Contracts\\Queue\\ShouldQueue'],
  'Illuminate\\Foundation\\Queue\\Queueable': [
    'Illuminate\\Bus\\Queueable',
    'Illuminate\\Foundation\\Bus\\Dispatchable',
    'Illuminate\\Queue\\InteractsWithQueue',
    'Illuminate\\Queue\\SerializesModels',
  ],
  'Illuminate\\Events\\Dispatcher': ['Illuminate\\Contracts\\Events\\Dispatcher'],
  'Illuminate\\Bus\\Dispatcher': ['Illuminate\\Contracts\\Bus\\QueueingDispatcher'],
  'Illuminate\\Contracts\\Bus\\QueueingDispatcher': ['Illuminate\\Contracts\\Bus\\Dispatcher'],
  'Illuminate\\Foundation\\Application': ['Illuminate\\Container\\Container'],
  'Illuminate\\Contracts\\Foundation\\Application': ['Illuminate\\Container\\Container'],
  'Illuminate\\Contracts\\Container\\Container': ['Illuminate\\Container\\Container'],
  'Lorisleiva\\Actions\\Concerns\\AsAction': [
    'Lorisleiva\\Actions\\Concerns\\AsJob',
    'Lorisleiva\\Actions\\Concerns\\AsListener',
    'Lorisleiva\\Actions\\Concerns\\AsObject',
  ],
  'Lorisleiva\\Actions\\Action': ['Lorisleiva\\Actions\\Concerns\\AsAction'],
  'Symfony\\Component\\EventDispatcher\\EventDispatcher': [
    'Symfony\\Component\\EventDispatcher\\EventDispatcherInterface',
  ],
  'Symfony\\Component\\EventDispatcher\\EventDispatcherInterface': [
    'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface',
  ],
  'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface': ['Psr\\EventDispatcher\\EventDispatcherInterface'],
  'Symfony\\Component\\EventDispatcher\\Event': ['Symfony\\Contracts\\EventDispatcher\\Event'],
  'Symfony\\Component\\EventDispatcher\\GenericEvent': ['Symfony\\Contracts\\EventDispatcher\\Event'],
  'Symfony\\Component\\Messenger\\MessageBus': ['Symfony\\Component\\Messenger\\MessageBusInterface'],
  'Symfony\\Component\\Messenger\\TraceableMessageBus': ['Symfony\\Component\\Messenger\\MessageBusInterface'],
  'Spatie\\EventSourcing\\AggregateRoots\\AggregatePartial': ['Spatie\\EventSourcing\\AggregateRoots\\AggregateEntity'],
  'Spatie\\EventSourcing\\EventHandlers\\Projectors\\Projector': [
    'Spatie\\EventSourcing\\EventHandlers\\Projectors\\ProjectsEvents',
    'Spatie\\EventSourcing\\EventHandlers\\EventHandler',
  ],
  'Spatie\\EventSourcing\\EventHandlers\\Reactors\\Reactor': [
    'Spatie\\EventSourcing\\EventHandlers\\HandlesEvents',
    'Spatie\\EventSourcing\\EventHandlers\\EventHandler',
  ],
};

/** Names under which Laravel's container keeps its own services. */
export const containerNames: Readonly<Record<string, string>> = {
  events: 'Illuminate\\Contracts\\Events\\Dispatcher',
  db: 'Illuminate\\Database\\DatabaseManager',
  queue: 'Illuminate\\Queue\\QueueManager',
  app: 'Illuminate\\Contracts\\Foundation\\Application',
  event_dispatcher: 'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface',
};

/** Facades, and what a call on them really calls. */
export const facades: Readonly<Record<string, string>> = {
  Event: 'Illuminate\\Contracts\\Events\\Dispatcher',
  Bus: 'Illuminate\\Contracts\\Bus\\Dispatcher',
  Queue: 'Illuminate\\Queue\\QueueManager',
  DB: 'Illuminate\\Database\\DatabaseManager',
  App: 'Illuminate\\Contracts\\Foundation\\Application',
  Schedule: 'Illuminate\\Console\\Scheduling\\Schedule',
  Broadcast: 'Illuminate\\Contracts\\Broadcasting\\Factory',
};

/** The facade a static call is made on, also by its root alias; undefined for anything else. */
export function facadeRoot(name: string): string | undefined {
  const short = name.startsWith('Illuminate\\Support\\Facades\\') ? name.slice(27) : name;
  return short.includes('\\') ? undefined : facades[short];
}
