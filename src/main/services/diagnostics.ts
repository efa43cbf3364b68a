/** A description of this installation to send to someone who helps: no secrets, no picture names, no album titles. */
import { release } from 'node:os';
import type { Engine } from '../../core/engine/engine.ts';
import { describeSystem, judgeSystem } from '../../core/tools/system-version.ts';
import type { RunDetails, ServerTest, ToolCheck } from '../../shared/contract.ts';

export interface DiagnosticsFacts {
  readonly version: string;
  readonly tools: readonly ToolCheck[];
  /** Null when the server could not be asked. */
  readonly server: ServerTest | null;
  readonly run: RunDetails | null;
}

export async function diagnosticsText(engine: Engine, facts: DiagnosticsFacts): Promise<string> {
  const { server, tools, run } = facts;
  const status = await engine.records.overview();
  const document = {
    immichSync: facts.version,
    system: `${describeSystem(process.platform, release())} ${process.arch}`,
    versions: {
      system: judgeSystem(process.platform, release()),
      immich: server === null ? null : server.judgement,
      ...Object.fromEntries(tools.map((tool) => [tool.name, tool.inUse?.verdict ?? null])),
    },
    library: engine.records.librarySeen(),
    electron: process.versions.electron ?? null,
    node: process.versions.node,
    immich: server?.version ?? null,
    keyLacks:
      server?.permissions.filter((permission) => !permission.granted).map((permission) => permission.name) ?? null,
    tools: Object.fromEntries(tools.map((tool) => [tool.name, tool.inUse?.version ?? tool.problem?.code ?? null])),
    coverage: status.coverage,
    parts: status.parts,
    problems: status.problems.map(({ code, count }) => ({ code, count })),
    run: run === null ? null : withoutNames(run),
  };
  return engine.redactor.text(JSON.stringify(document, null, 2));
}

/** What of a sync can be sent to a stranger: counts, times and codes. A file's name, a caption or the words of a server are none of these. */
export function withoutNames({ reason: _reason, problems, conflicts, contradictions, ...counted }: RunDetails) {
  return {
    ...counted,
    problems: problems.map(({ code, count }) => ({ code, count })),
    conflicts: conflicts.map(({ field, winner }) => ({ field, winner })),
    contradictions: contradictions.map(({ field, others }) => ({ field, others: others.length })),
  };
}
