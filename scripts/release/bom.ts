/** Bills of material in the form of CycloneDX, as `npm sbom` writes them: https://cyclonedx.org/docs/1.5/json/ */

export interface Bom {
  readonly metadata: { readonly component: BomComponent };
  readonly components: readonly BomComponent[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface BomComponent {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly scope?: string;
}

/** What everything runs on; it is not bundled but packed around what is. */
const RUNTIME = 'electron';

/**
 * Keeps what ships of all that is installed.
 * @param packages those that are bundled
 * @param app what to call the whole
 * @throws {Error} when npm does not know one of them
 */
export function narrow(
  all: Bom,
  packages: readonly { readonly name: string; readonly version: string }[],
  app: { readonly productName: string; readonly version: string },
): Bom {
  const nameOf = ({ name, version }: { readonly name: string; readonly version: string }) => `${name} ${version}`;
  const shipped = new Set(packages.map(nameOf));
  const components = all.components.filter((component) => component.name === RUNTIME || shipped.has(nameOf(component)));
  const known = new Set(components.map(nameOf));
  const unknown = [...shipped].filter((name) => !known.has(name));
  if (unknown.length > 0 || !components.some(({ name }) => name === RUNTIME))
    throw new Error(`package-lock.json does not know what ships: ${[...unknown, RUNTIME].join(', ')}. Run npm ci.`);
  const refs = new Set([all.metadata.component, ...components].map((component) => component['bom-ref']));
  return {
    ...all,
    metadata: {
      ...all.metadata,
      component: { ...all.metadata.component, name: app.productName, version: app.version },
    },
    // What is bundled is part of the app, whatever package.json says it is needed for.
    components: components.map((component) => ({ ...component, scope: 'required' })),
    dependencies: all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}
