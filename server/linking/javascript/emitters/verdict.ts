/** Which emitter a receiver is: one question for each kind of value, asked where that kind is known; knows no call site. */
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import type { Value } from '../values';
import { none, type Direction, type Verdict } from './emitter';
import { externalVerdict } from './external';
import { instanceVerdict } from './instance';
import { moduleVerdict, objectVerdict, staticVerdict } from './objects';

export function verdictOf(
  program: Program,
  value: Value,
  verb: string,
  direction: Direction,
  viaSuper: boolean,
): Verdict {
  switch (value.kind) {
    case 'instance':
      return instanceVerdict(program, value, verb, direction, viaSuper);
    case 'external':
      return externalVerdict(value, verb, direction);
    case 'class':
      return staticVerdict(program, value, verb, direction);
    case 'object':
      return objectVerdict(program, value, verb, direction);
    case 'module':
      return moduleVerdict(program, memberOf(program, value, verb, undefined, 'value'), verb, direction);
    case 'function':
      // `app.emit` on what is a function: express-like mixins.
      return objectVerdict(program, value, verb, direction);
    case 'prototype':
      return value.of.kind === 'class'
        ? instanceVerdict(
            program,
            { kind: 'instance', of: value.of, context: value.context },
            verb,
            direction,
            viaSuper,
          )
        : none;
    default:
      return none;
  }
}
