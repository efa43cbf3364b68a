/** What a test of server and key found: whether a sync could run, else what keeps it from that; whose key it is and what it may do. */
import type { PermissionView, ProblemView, ServerTest } from '../../shared/contract.ts';
import { sentenceGap } from '../../shared/format.ts';
import { connectedText, mayNotText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { openLink, serverOf, succeeds } from '../actions.ts';
import { Button, LearnMore } from './controls.tsx';
import { Glyph } from './marks.tsx';
import { PermissionGroups, PermissionTag } from './permission-groups.tsx';

const texts = strings.settings.server;

interface VerdictProps {
  /** Null where `problem` tells why there is none. */
  readonly test: ServerTest | null;
  /** What kept the test from being made. */
  readonly problem: ProblemView | null;
  readonly onCheckAgain: () => void;
}

/** A row of a group: green only when a sync could run. */
export function ServerVerdict({ test, problem, onCheckAgain }: VerdictProps) {
  const trouble = problem ?? test?.problem ?? null;
  if (trouble !== null)
    return (
      <div class="group-row verdict bad" role="alert">
        <Glyph name="cross" />
        <div class="grow selectable">
          <strong>{texts.cannotSync}</strong>
          <div>
            <Trouble test={test} trouble={trouble} />
          </div>
        </div>
        <div class="buttons">
          {trouble.code === 'key-lacks-permission' && (
            <Button onClick={() => openLink('immich-api-keys')}>{strings.actions['edit-key']}</Button>
          )}
          {trouble.code === 'key-of-another-user' && (
            <Button onClick={() => void succeeds('user.accept').then((done) => done && onCheckAgain())}>
              {strings.actions['accept-user']}
            </Button>
          )}
          {trouble.code === 'server-not-recognised' && (
            <Button onClick={() => void accept(trouble).then((done) => done && onCheckAgain())}>
              {strings.actions['accept-server']}
            </Button>
          )}
          <Button onClick={onCheckAgain}>{strings.setup.checkAgain}</Button>
        </div>
      </div>
    );
  if (test === null) return null;
  return (
    <div class="group-row verdict good" role="status">
      <Glyph name="tick" />
      <div class="grow selectable">
        {connectedText(test.version, test.user)}
        <Addresses test={test} />
      </div>
    </div>
  );
}

const accept = (problem: ProblemView) => succeeds('server.accept', { address: serverOf(problem) });

/** Which of two addresses is used, and whether the other would do. */
function Addresses({ test: { addresses } }: { readonly test: ServerTest }) {
  if (addresses.length < 2) return null;
  const used = addresses.find(({ problem }) => problem === null);
  return (
    <>
      {addresses
        .toSorted((one, other) => Number(other === used) - Number(one === used))
        .map(({ url, problem }) => (
          <div class="soft" key={url}>
            {problem !== null
              ? problem.sentence
              : url === used?.url
                ? texts.usedNow({ address: url })
                : texts.alsoAnswers({ address: url })}
          </div>
        ))}
    </>
  );
}

function Trouble({ test, trouble }: { readonly test: ServerTest | null; readonly trouble: ProblemView }) {
  const lacking = (test?.permissions ?? []).filter(({ granted, required }) => required && !granted);
  if (trouble.code === 'key-lacks-permission' && lacking.length > 0) return <Lacking permissions={lacking} />;
  return <ServerTrouble problem={trouble} />;
}

/** While a person waits for the answer, nothing is tried again automatically. */
export function ServerTrouble({ problem }: { readonly problem: ProblemView }) {
  return (
    <>
      {problem.sentence}
      {sentenceGap()}
      <span class="soft">{problem.code === 'server-unreachable' ? texts.unreachable : problem.advice}</span>{' '}
      <LearnMore problem={problem} />
    </>
  );
}

/** More than so many are shown as a number; their names follow in any case. */
const NAMED = 2;

function Lacking({ permissions }: { readonly permissions: readonly PermissionView[] }) {
  const [before, after] = texts.tick;
  return (
    <>
      {permissions.length > NAMED
        ? texts.lacksMany({ count: permissions.length })
        : mayNotText(permissions.map(({ name }) => strings.permissions.meanings[name]))}
      {sentenceGap()}
      {before}{' '}
      {permissions.map(({ name }) => (
        <>
          <PermissionTag key={name} name={name} look={null} />{' '}
        </>
      ))}
      {after}
    </>
  );
}

/** All permissions with what the key has of them, and what else is worth knowing. */
export function ServerReport({ test }: { readonly test: ServerTest }) {
  const granted = new Set(test.permissions.filter((permission) => permission.granted).map(({ name }) => name));
  return (
    <>
      <Warnings warnings={test.warnings} />
      <PermissionGroups granted={granted} />
    </>
  );
}

export function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  return (
    <>
      {warnings.map((warning) => (
        <p class="soft" key={warning}>
          {warning}
        </p>
      ))}
    </>
  );
}
