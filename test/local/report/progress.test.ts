// Does not prove how it looks on a real terminal.
import assert from "node:assert/strict";
import { Progress } from "../../../local/report/progress";
import { ProgressDisplay } from "../../../local/report/progress-display";
import { resourceOf } from "../../../local/report/resource";
import { child, componentStarts, ends, fails, network, recordingTerminal, stack, starts, vault } from "./events";

describe("progress", () => {
    const disk = child(vault, "keyvault:Key", "disk");
    const blob = child(vault, "keyvault:Key", "blob");
    const zone = child(network, "privatedns:PrivateZone", "zone");
    const component = resourceOf(vault);
    const expected = [
        { urn: disk, component },
        { urn: blob, component },
        { urn: zone, component: resourceOf(network) },
    ];

    it("completes a component with the last of its expected resources, not when it is idle between two", () => {
        const progress = new Progress(expected);
        const completed = [
            componentStarts(vault, stack),
            starts("create", disk, vault),
            ends("create", disk, vault),
            starts("create", blob, vault),
            ends("create", blob, vault),
        ].map((event, index) => progress.apply(event, 1000 * index)?.component.name);

        assert.deepEqual(completed, [undefined, undefined, undefined, undefined, "vault"]);
        const [entry] = progress.components();
        assert.deepEqual([entry?.started, entry?.ended], [1000, 4000]);
    });

    it("follows a refresh, which ends as unchanged, and ignores what is unchanged from the start", () => {
        const progress = new Progress([]);
        progress.apply(componentStarts(vault, stack), 0);
        progress.apply(starts("refresh", disk, vault), 0);

        assert.equal(progress.apply(ends("same", disk, vault), 1)?.resources.size, 1);
        assert.equal(progress.apply(ends("same", blob, vault), 2), undefined);
        assert.equal(progress.components()[0]?.resources.size, 1);
    });

    it("is a line for each complete component in a log, and one for each long step", () => {
        const terminal = recordingTerminal(false);
        let now = 0;
        const display = new ProgressDisplay(terminal, expected, () => now);
        display.apply(componentStarts(vault, stack));
        display.apply(componentStarts(network, stack));
        display.apply(starts("create", zone, network));
        display.apply(starts("create", disk, vault));
        now = 4200;
        display.apply(ends("create", zone, network));
        now = 61_000;
        display.tick();
        display.apply(fails("create", disk, vault));
        display.close();

        assert.deepEqual(terminal.written, [
            "✓ network          Network              1 of 1  4.2 s",
            "… vault            KeyVault             0 of 2  disk (Key) 1 min 1 s",
            "✗ vault            KeyVault             0 of 2, 1 failed  1 min 1 s",
        ]);
    });

    it("is a block of the components under way on a terminal, cleared at the end", () => {
        const terminal = recordingTerminal(true);
        const display = new ProgressDisplay(terminal, expected, () => 0);
        display.apply(componentStarts(vault, stack));
        display.apply(starts("create", disk, vault));
        display.apply(starts("create", blob, vault));
        display.tick();
        display.apply(ends("create", disk, vault));
        display.tick();
        display.apply(ends("create", blob, vault));
        display.close();

        assert.deepEqual(terminal.written, [
            ["… vault            KeyVault             0 of 2  disk (Key) 0.0 s"],
            ["… vault            KeyVault             1 of 2  blob (Key) 0.0 s"],
            "✓ vault            KeyVault             2 of 2  0.0 s",
            [],
        ]);
    });
});
