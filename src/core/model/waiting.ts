/** What a due sync waits for. */
export const WAITING_FOR = ['power', 'network', 'server', 'another-run'] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];
