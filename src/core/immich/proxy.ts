/** Which proxy leads to the server. */

/** Tells the proxy for an address, as `http://host:port`; null where there is none. Reads the system's settings in the app. */
export type FindProxy = (url: string) => Promise<string | null>;

/**
 * The first proxy of a system's answer that we can use, as `http://host:port`.
 * @param answer in the form of proxy auto-configuration, as Chromium and macOS give it: `PROXY host:8080; DIRECT`. Of its words, `PROXY` is
 * a proxy spoken to by HTTP and `HTTPS` one by TLS; Node speaks no SOCKS.
 */
export function readProxyAnswer(answer: string): string | null {
  for (const choice of answer.split(';')) {
    const [kind, host] = choice.trim().split(/\s+/);
    if (kind === 'DIRECT') return null;
    if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) continue;
    if (kind === 'PROXY') return `http://${host}`;
    if (kind === 'HTTPS') return `https://${host}`;
  }
  return null;
}
