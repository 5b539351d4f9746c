// The package that gives back its inputs, as a process: says its port, ends with stdin.
import { serveProvider } from "../../local/provider/server";
import { willingPackage } from "../../test/support/willing-package";

serveProvider(willingPackage, 0).then(async (server) => {
    console.log(server.port);
    process.stdin.on("end", () => server.close()).resume();
});
