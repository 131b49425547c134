/** A group of failures: what its members have in common, and the change that would retry or resolve all that are open. */
import type { JSX } from 'preact';
import type { FailureGroup } from '../../../../server/stores/questions';
import { Icon, Text } from '../../controls';
import { Section } from '../../section';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { ClassRow } from '../codeLink';
import { PreparedSection } from '../prepared';
import { messageOf } from './failureTree';

export function GroupDetail(props: {
  readonly group: FailureGroup;
  readonly state: 'open' | 'resolved';
  /** What the list is narrowed to. */
  readonly text: string;
}): JSX.Element {
  const { group, state, text } = props;
  const format = useFormat();
  const title = group.exception === null ? 'Failures' : shortName(group.exception);
  const isOpen = state === 'open';
  const whole = text ? { text } : {};
  return (
    <section class="pane rest detail" aria-label={visible(`${title}, ${count(group.count, 'failure')}`)}>
      <div class="top">
        <h2>
          <Icon icon={isOpen ? 'error' : 'pass'} kind={isOpen ? 'error' : 'ok'} />
          <span class="clip" title={group.exception === null ? undefined : visible(group.exception)}>
            <Text value={title} />
          </span>
        </h2>
        <p class="message mono">{visible(messageOf(group), true)}</p>
        <div class="sub">
          <span>{`${count(format.number(group.count), 'failure')} ${isOpen ? 'open' : 'resolved'}`}</span>
          {group.first !== null && <span title={format.exact(group.first)}>{`first ${format.full(group.first)}`}</span>}
          {group.last !== null && <span title={format.exact(group.last)}>{`last ${format.full(group.last)}`}</span>}
        </div>
      </div>
      <div class="scroll auto" tabIndex={-1}>
        <Section name="failure.handler" title={group.kind === 'job' ? 'Job' : 'Handler'}>
          {group.subject !== null && (
            <ClassRow
              name={group.subject}
              icon={group.kind === 'job' ? 'server-process' : 'symbol-method'}
              kind={group.kind === 'job' ? 'job' : 'listener'}
            />
          )}
          <div class="row">
            <Icon icon="table" kind="code" />
            <span class="clip">
              <Text value={group.table} />
            </span>
          </div>
        </Section>
        {isOpen && (
          <>
            <PreparedSection what="retry" of={group.key} group={whole} />
            {group.kind === 'handler' && <PreparedSection what="resolve" of={group.key} group={whole} closed />}
          </>
        )}
      </div>
    </section>
  );
}
