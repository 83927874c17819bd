package dev.tally.runtime;

/**
 * Is told of every call that a guest makes of its host, before it is answered and while the guest is at rest: so whoever
 * watches may take {@link Guest#stateDigest}, which is the same there for every slice size, tier and JVM. It must not enter
 * the guest, nor change anything that the guest can see.
 *
 * <p>Watching makes leaf functions run at rest as well, which takes longer and changes nothing else. Guests whose imports
 * nobody watches run as if there were no such thing.
 *
 * @see Imports.Builder#watchedBy
 */
@FunctionalInterface
public interface HostCallWatcher {
    /**
     * A guest calls its host.
     *
     * @param guest the guest, at rest
     * @param module the module that the function is imported from
     * @param field its name there
     */
    void called(Guest guest, String module, String field);
}
