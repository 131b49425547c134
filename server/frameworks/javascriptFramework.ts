/** What a JavaScript framework file may say: which types are emitters, which calls dispatch or listen; evaluates nothing. */
import type { FrameworkIdentity } from './framework';

/** An emitter type of a package or of the runtime. */
export interface EmitterType {
  /** `events`, `@nestjs/cqrs`, `global` for the runtime's own names. */
  readonly module: string;
  /** Exported names; an empty name is the default export or the module itself. */
  readonly names: readonly string[];
  /** Injected without being made: the whole application shares one. */
  readonly shared?: boolean;
  /** Event names may hold `*`. */
  readonly wildcards?: boolean;
  /** Whether the type itself is an event source of the runtime unless the workspace extends or makes it. */
  readonly onlyExtended?: boolean;
  /** Made by calling, not by `new`: `mitt()`. */
  readonly factory?: boolean;
}

export interface DispatchVerb {
  /** Which argument names the event; `object` reads `type` of an event object as well. */
  readonly event?: number;
}

export interface ListenVerb {
  readonly event?: number;
  readonly once?: boolean;
  /** Hears every event of its emitter: `onAny(handler)`. */
  readonly any?: boolean;
}

export interface JavaScriptFramework extends FrameworkIdentity {
  readonly emitters?: readonly EmitterType[];
  readonly dispatches?: Readonly<Record<string, DispatchVerb>>;
  readonly listens?: Readonly<Record<string, ListenVerb>>;
  /** Decorators on a method or class that register it: `OnEvent('name')`. */
  readonly decorators?: readonly {
    readonly module: string;
    readonly name: string;
    readonly role: 'listen' | 'eventsHandler' | 'commandHandler' | 'queryHandler' | 'saga';
  }[];
  /** What follows a dot in files of this framework, as a part of a regular expression. */
  readonly methods?: string;
  /** What else tells its files, as a part of a regular expression. */
  readonly pattern?: string;
}
