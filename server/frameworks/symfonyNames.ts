/** How Symfony and Doctrine name events: constants of their own classes, and methods named by convention. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import type { Context } from './phpFramework';
import { readEvent, type Reading } from './phpReading';

export const symfonyEventsId = 'symfonyEvents';

/** Constants of Symfony and Doctrine that stand for event names; their classes are not in the workspace. */
const knownConstants: Readonly<Record<string, string>> = {
  'KernelEvents::REQUEST': 'kernel.request',
  'KernelEvents::EXCEPTION': 'kernel.exception',
  'KernelEvents::CONTROLLER': 'kernel.controller',
  'KernelEvents::CONTROLLER_ARGUMENTS': 'kernel.controller_arguments',
  'KernelEvents::VIEW': 'kernel.view',
  'KernelEvents::RESPONSE': 'kernel.response',
  'KernelEvents::TERMINATE': 'kernel.terminate',
  'KernelEvents::FINISH_REQUEST': 'kernel.finish_request',
  'ConsoleEvents::COMMAND': 'console.command',
  'ConsoleEvents::ERROR': 'console.error',
  'ConsoleEvents::TERMINATE': 'console.terminate',
  'ConsoleEvents::SIGNAL': 'console.signal',
  'SecurityEvents::INTERACTIVE_LOGIN': 'security.interactive_login',
  'SecurityEvents::SWITCH_USER': 'security.switch_user',
  'FormEvents::PRE_SET_DATA': 'form.pre_set_data',
  'FormEvents::POST_SET_DATA': 'form.post_set_data',
  'FormEvents::PRE_SUBMIT': 'form.pre_submit',
  'FormEvents::SUBMIT': 'form.submit',
  'FormEvents::POST_SUBMIT': 'form.post_submit',
  'AuthenticationEvents::AUTHENTICATION_SUCCESS': 'security.authentication.success',
  'AuthenticationEvents::AUTHENTICATION_FAILURE': 'security.authentication.failure',
  ...Object.fromEntries(
    [
      'preRemove',
      'postRemove',
      'prePersist',
      'postPersist',
      'preUpdate',
      'postUpdate',
      'postLoad',
      'loadClassMetadata',
      'onClassMetadataNotFound',
      'preFlush',
      'onFlush',
      'postFlush',
      'onClear',
    ].map((name) => [`Events::${name}`, name]),
  ),
  'ToolEvents::postGenerateSchema': 'postGenerateSchema',
  'ToolEvents::postGenerateSchemaTable': 'postGenerateSchemaTable',
};

/** Event names, with the constants of Symfony's own classes. */
export function namedEvents(expression: Expression, scope: Scope, context: Context): Reading {
  const constant = constantName(expression);
  if (constant !== undefined)
    return { names: [{ name: constant, form: 'string', exact: true }], parameters: [], unknown: [], candidates: [] };
  return readEvent(expression, scope, context);
}

function constantName(expression: Expression): string | undefined {
  if (expression.kind !== 'classConstant' || typeof expression.of !== 'string') return undefined;
  const key = `${expression.of.slice(expression.of.lastIndexOf('\\') + 1)}::${expression.name}`;
  return knownConstants[key];
}

export function numberOf(expression: Expression | undefined): number | undefined {
  if (expression?.kind === 'number') return Number(expression.value.replaceAll('_', ''));
  return undefined;
}

export const negative = (expression: Expression | undefined): number | undefined =>
  expression?.kind === 'number' ? Number(expression.value) : undefined;

export function typesOfMethod(of: string, method: string, context: Context): Reading['names'] {
  const first = context.project.method(of, method)?.body.parameters[0];
  return (first?.types ?? [])
    .filter((type) => !builtinTypes.has(type))
    .map((name) => ({ name, form: 'class', exact: true }));
}

/** `onKernelRequest` for `kernel.request`, `__invoke` when there is no such method. */
export function byConvention(of: string, event: string, context: Context): string {
  const method = `on${event
    .slice(event.lastIndexOf('\\') + 1)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;
  return context.project.method(of, method) || !context.project.method(of, '__invoke') ? method : '__invoke';
}
