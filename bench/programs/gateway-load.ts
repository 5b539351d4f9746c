// Serves a gateway and calls it in 200 sessions at the same time for as many seconds as BENCH_SECONDS says, in a process of
// its own with --expose-gc. Ends with an error when an answer is not what the definition says. Prints what it has measured.
import { echoServer } from "../../test/components/gateway/served/echo-server";
import { ServedServer } from "../../test/components/gateway/served/served-server";
import { callersOf, everybodyCalls, Session, serverWithoutLimits } from "../../test/components/gateway/served/traffic";

/** What a run has measured. */
export interface Load {
    requests: number;
    seconds: number;
    /** Bytes of the heap after garbage collections, taken at regular intervals. */
    heap: number[];
}

const sessions = 200;
const samples = 30;

/** How much faster the clock of the gateway runs, so that windows of limits end several times in a run. */
const haste = 30;

async function load(seconds: number): Promise<Load> {
    const served = await ServedServer.start(serverWithoutLimits);
    served.backend = echoServer();
    const begun = callersOf(serverWithoutLimits, sessions).map((caller) => Session.begin(served, caller));
    const all = await Promise.all(begun);
    const requests = () => all.reduce((sum, session) => sum + session.requests, 0);
    const before = requests();
    const start = performance.now();
    const elapsed = () => performance.now() - start;
    const firstTime = served.time;
    const clock = setInterval(() => {
        served.time = firstTime + Math.floor(elapsed()) * haste;
    }, 10);
    const heap: number[] = [];
    const sampling = setInterval(
        () => {
            globalThis.gc?.();
            heap.push(process.memoryUsage().heapUsed);
        },
        (seconds * 1000) / samples,
    );
    await everybodyCalls(all, () => elapsed() < seconds * 1000);
    const result = { requests: requests() - before, seconds: elapsed() / 1000, heap };
    clearInterval(clock);
    clearInterval(sampling);
    await served.close();
    return result;
}

void load(Number(process.env.BENCH_SECONDS)).then((result) => console.log(JSON.stringify(result)));
