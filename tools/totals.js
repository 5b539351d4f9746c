/** Results of suites as one: how many tests passed, and a line for each failure. */
function addUp(results) {
    return {
        passed: results.reduce((sum, { passed }) => sum + passed, 0),
        failures: results.flatMap(({ failures }) => failures),
    };
}

module.exports = { addUp };
