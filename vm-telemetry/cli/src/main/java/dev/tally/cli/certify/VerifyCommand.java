package dev.tally.cli.certify;

import dev.tally.cli.console.CommandFailure;
import dev.tally.cli.console.Console;
import dev.tally.cli.console.ExitCode;
import dev.tally.cli.console.ModuleFile;
import dev.tally.telemetry.certification.Certificate;
import dev.tally.telemetry.certification.Verification;
import dev.tally.telemetry.certification.Verifier;
import dev.tally.telemetry.certification.profile.Profile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tally verify}. It makes the certificate again and compares; it never believes what it reads. */
@Command(
        name = "verify",
        sortOptions = false,
        customSynopsis = "tally verify certificate.json --module program.wasm --profile p.json",
        header = "Makes a certificate again, and tells whether it is the same and what differs first.",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n")
public final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "certificate.json", description = "The certificate.")
    private Path certificate = Path.of("");

    @Option(names = "--module", required = true, paramLabel = "FILE", description = "The module that it is about.")
    private Path program = Path.of("");

    @Option(names = "--profile", required = true, paramLabel = "FILE", description = "The profile that it is about.")
    private Path profile = Path.of("");

    /** The command, with the streams that it may use. */
    public VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        byte[] given = PublishedFile.read(certificate);
        Profile asked = PublishedFile.profile(profile);
        ModuleFile module = ModuleFile.read(program);
        Verification verification =
                PublishedFile.suiting(profile, () -> Verifier.create().verify(given, module.bytes(), asked));
        ExitCode refusal = refusal(verification.outcome());
        if (refusal != null) {
            throw new CommandFailure(refusal, certificate + ": " + verification.message());
        }
        Certificate replayed = Objects.requireNonNull(verification.certificate());
        console.err().print("reproduced, byte for byte\n" + VerdictText.of(replayed));
        console.err().flush();
        return CertifyCommand.exitCode(replayed);
    }

    private static @Nullable ExitCode refusal(Verification.Outcome outcome) {
        return switch (outcome) {
            case REPRODUCED -> null;
            case TRUNCATED -> ExitCode.TRUNCATED;
            case NOT_A_CERTIFICATE -> ExitCode.NOT_A_CERTIFICATE;
            case OTHER_MODULE -> ExitCode.OTHER_MODULE;
            case OTHER_PROFILE -> ExitCode.OTHER_PROFILE;
            case OTHER_RULES -> ExitCode.OTHER_RULES;
            case DIFFERENT -> ExitCode.DIFFERENT;
        };
    }
}
