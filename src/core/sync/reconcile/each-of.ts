/** How many requests for single items are under way at a time: the server is somebody's own, and has other things to do. */
const AT_A_TIME = 4;

/** Does the work for every item, a few at a time. The first failure ends it; what has begun is waited for. */
export async function eachOf<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items].values();
  let failure: { readonly error: unknown } | null = null;
  const worker = async () => {
    for (const item of queue) {
      if (failure !== null) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
