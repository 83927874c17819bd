package dev.tally.cli.certify;

import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import dev.tally.cli.console.OutputFile;
import dev.tally.telemetry.certification.Certificate;
import dev.tally.telemetry.certification.Certifier;
import dev.tally.telemetry.certification.Verdict;
import dev.tally.telemetry.certification.profile.Profile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally certify}. It writes a certificate whatever the verdict is; one that fails says where. */
@Command(
        name = "certify",
        sortOptions = false,
        customSynopsis = "tally certify program.wasm --profile p.json -o certificate.json",
        header = "Runs a module as a profile asks, and writes down what the public may know of that.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class CertifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "program.wasm", description = "The module.")
    private Path program = Path.of("");

    @Option(names = "--profile", required = true, paramLabel = "FILE", description = "What is asked of the module.")
    private Path profile = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE|-",
            description = "Where the certificate goes: a file, or standard output.")
    private Path output = Path.of("");

    /** The command, with the streams that it may use. */
    public CertifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Profile asked = PublishedFile.profile(profile);
        ModuleFile module = ModuleFile.read(program);
        Certificate certificate =
                PublishedFile.suiting(profile, () -> Certifier.create().certify(module.bytes(), asked));
        OutputFile.write(output, console, out -> out.write(certificate.payload()));
        console.err().print(VerdictText.of(certificate));
        console.err().flush();
        return exitCode(certificate);
    }

    /** What the shell is told of a certificate that is true. */
    static int exitCode(Certificate certificate) {
        return (certificate.verdict() == Verdict.PASS ? ExitCode.OK : ExitCode.NOT_CERTIFIED).code();
    }
}
