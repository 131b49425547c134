/** Marks ways to a value by which only some callers are known to come; knows no value. */
import type { Context, Frame } from '../values';

/** The same way, by which only some of the callers are known to come. */
export function oneOfSeveral(context: Context, frame: Frame): Context {
  if (context === frame) return { ...frame, oneOfSeveral: true };
  const parent = context && oneOfSeveral(context.parent, frame);
  return context && parent !== context.parent ? { ...context, parent } : context;
}

/** Whether a value is what only some callers give, as far as its way goes beyond what was known before. */
export function isOneOfSeveral(context: Context, before: Context): boolean {
  for (let at = context; at && at !== before; at = at.parent) if (at.oneOfSeveral) return true;
  return false;
}
