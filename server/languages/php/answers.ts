/** Keeps answers with what they rest on and who asked, and says after an edit who would hear something else; knows no PHP. */

export interface Answers {
  /** The answer to a question about a topic, worked out once until something it rests on changes. */
  of<Value>(topic: string, question: string, ask: () => Value, same: (before: Value, after: Value) => boolean): Value;
  /** The answer being worked out rests on this. */
  rest(on: string): void;
  /** Who asks from now on; an answer worked out for another answer is nobody's own. */
  asking(asker: string | undefined): void;
  /** Works out again what rests on these. */
  refresh(changed: ReadonlySet<string>): Refreshed;
}

export interface Refreshed {
  /** Askers whose answers stand in changed code, the same or not. */
  readonly touched: ReadonlySet<string>;
  /** Askers who would hear something else. */
  readonly changed: ReadonlySet<string>;
}

interface Answer {
  readonly value: unknown;
  readonly ask: () => unknown;
  readonly same: (before: never, after: never) => boolean;
  readonly askers: Set<string>;
}

interface Topic {
  readonly name: string;
  readonly rests: Set<string>;
  answers: Map<string, Answer>;
}

export function keepAnswers(): Answers {
  const topics = new Map<string, Topic>();
  const restingOn = new Map<string, Set<Topic>>();
  let current: Topic | undefined;
  let asker: string | undefined;

  const restOn = (topic: Topic, on: string): void => {
    if (topic.rests.has(on)) return;
    topic.rests.add(on);
    const list = restingOn.get(on);
    if (list) list.add(topic);
    else restingOn.set(on, new Set([topic]));
  };

  const answerTo = (name: string, question: string, ask: () => unknown, same: Answer['same']): Answer => {
    let topic = topics.get(name);
    if (!topic) {
      topic = { name, rests: new Set(), answers: new Map() };
      topics.set(name, topic);
    }
    let answer = topic.answers.get(question);
    if (!answer) {
      const outer = current;
      current = topic;
      try {
        answer = { value: ask(), ask, same, askers: new Set() };
      } finally {
        current = outer;
      }
      topic.answers.set(question, answer);
    }
    if (current) {
      if (current !== topic) for (const on of topic.rests) restOn(current, on);
    } else if (asker !== undefined) answer.askers.add(asker);
    return answer;
  };

  return {
    of: <Value>(
      topic: string,
      question: string,
      ask: () => Value,
      same: (before: Value, after: Value) => boolean,
    ): Value => answerTo(topic, question, ask, same).value as Value,
    rest: (on) => {
      if (current) restOn(current, on);
    },
    asking: (next) => {
      asker = next;
    },
    refresh: (changedAtoms) => {
      const touched = new Set<string>();
      const changed = new Set<string>();
      const stale = new Map<Topic, Map<string, Answer>>();
      for (const on of changedAtoms) for (const topic of restingOn.get(on) ?? []) stale.set(topic, topic.answers);
      for (const topic of stale.keys()) {
        topic.answers = new Map();
        for (const on of topic.rests) restingOn.get(on)?.delete(topic);
        topic.rests.clear();
      }
      asker = undefined;
      for (const [topic, answers] of stale)
        for (const [question, before] of answers) {
          if (before.askers.size === 0) continue;
          for (const one of before.askers) touched.add(one);
          const after = answerTo(topic.name, question, before.ask, before.same);
          if (before.same(before.value as never, after.value as never))
            for (const one of before.askers) after.askers.add(one);
          else for (const one of before.askers) changed.add(one);
        }
      return { touched, changed };
    },
  };
}
