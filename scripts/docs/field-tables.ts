/** Documents that others read, field by field, from the schemas that a test holds them to. */
import { z } from 'zod';
import { statusDocumentSchema } from '../../src/core/engine/status-document.ts';
import { runDocumentSchema } from '../../src/core/hooks/run-document.ts';
import { inCode, inText, table } from './markdown.ts';

/** What is used of a JSON Schema. */
interface Node {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

export const statusFields = () => fieldTable(statusDocumentSchema);
export const webhookFields = () => fieldTable(runDocumentSchema);

function fieldTable(schema: z.ZodType): string {
  return table(['Field', 'Is', 'Says'], rowsOf(z.toJSONSchema(schema) as Node, ''));
}

function rowsOf({ properties = {} }: Node, above: string): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = `${above}${name}`;
    const inner = withoutNull(node);
    const row = [inCode(path), inText(kindOf(node)), inText(node.description ?? inner.description ?? '')];
    const rows =
      inner.type === 'array' && inner.items !== undefined
        ? rowsOf(inner.items, `${path}[].`)
        : rowsOf(inner, `${path}.`);
    // Of what is repeated word by word, the first time is enough.
    return [row, ...(path === 'lastGoodRun' ? [] : rows)];
  });
}

const withoutNull = (node: Node): Node => node.anyOf?.find(({ type }) => type !== 'null') ?? node;

function kindOf(node: Node): string {
  const inner = withoutNull(node);
  const orNull = inner === node ? '' : ', or null';
  if (inner.const !== undefined) return `${inCode(String(inner.const))}${orNull}`;
  if (inner.enum !== undefined) return `${inner.enum.map((word) => inCode(String(word))).join(', ')}${orNull}`;
  if (inner.format === 'date-time') return `ISO 8601, UTC${orNull}`;
  if (inner.type === 'array') return `list${orNull}`;
  return `${KINDS[inner.type ?? ''] ?? inner.type ?? ''}${orNull}`;
}

const KINDS: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  string: 'text',
  boolean: 'true or false',
  object: 'object',
};
