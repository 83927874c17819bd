package dev.tally.telemetry.certification;

import dev.tally.core.LinkException;
import dev.tally.runtime.Engine;
import dev.tally.runtime.Module;
import dev.tally.telemetry.certification.profile.Profile;
import dev.tally.telemetry.certification.run.ProfileRun;
import dev.tally.telemetry.certification.run.PublicFacts;
import dev.tally.telemetry.certification.run.Repetition;
import dev.tally.telemetry.certification.run.RunWatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes certificates: runs a module as a profile asks, again with each slice size of the profile, and writes down what the
 * public may know. The same module and profile give the same bytes, wherever and however this is run.
 */
public final class Certifier {
    private final Engine engine;
    private final RunWatcher watcher;

    private Certifier(Engine engine, RunWatcher watcher) {
        this.engine = engine;
        this.watcher = watcher;
    }

    /** A certifier. */
    public static Certifier create() {
        return new Certifier(Engine.create(), RunWatcher.NOBODY);
    }

    /** The same, with somebody who is shown the guests between their ticks; certificates do not depend on that. */
    public Certifier watchedBy(RunWatcher newWatcher) {
        return new Certifier(engine, newWatcher);
    }

    /**
     * Certifies a module. The answer may well be that it fails; that is a certificate, too.
     *
     * @param module the bytes of a module in the binary format
     * @throws dev.tally.core.ModuleException if they are not one
     * @throws dev.tally.telemetry.certification.profile.ProfileException if a call of the profile does not suit the module
     */
    public Certificate certify(byte[] module, Profile profile) {
        Module loaded = engine.load(module);
        ModuleFacts moduleFacts = ModuleFacts.of(loaded, profile);
        PublicFacts facts = null;
        List<Repetition> repetitions = new ArrayList<>();
        if (moduleFacts.importsNotGiven() == 0) {
            try {
                facts = ProfileRun.of(engine, loaded, profile, watcher);
            } catch (LinkException otherType) {
                moduleFacts = moduleFacts.unlinkable();
            }
        }
        if (facts != null) {
            for (Profile.Slice slice : profile.slices()) {
                PublicFacts repeated = ProfileRun.again(engine, loaded, profile, slice.fuel(), facts, watcher);
                repetitions.add(Repetition.of(slice.fuel(), facts, repeated));
            }
        }
        List<Requirement> requirements = Judgement.of(profile, moduleFacts, facts, repetitions);
        Verdict verdict = Judgement.overall(requirements);
        return new Certificate(
                Statement.bytes(moduleFacts, profile, requirements, verdict, facts, repetitions),
                verdict,
                requirements,
                facts == null ? List.of() : facts.chain());
    }
}
