const AT_ONCE = 20;
const REQUESTS = 400;

/** Milliseconds of a page's answers while twenty are asked for at once. @throws for an answer that is not the page */
export async function measureAnswers(url: string, cookie: string): Promise<{ median: number; p95: number }> {
  const times: number[] = [];
  let left = REQUESTS;
  const ask = async () => {
    const start = performance.now();
    const answer = await fetch(url, { headers: cookie ? { cookie } : {}, redirect: "manual" });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    return performance.now() - start;
  };
  // Code that is not compiled yet would be measured otherwise.
  for (let n = 0; n < 100; n += 1) await ask();
  const work = async () => {
    while (left > 0) {
      left -= 1;
      times.push(await ask());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
