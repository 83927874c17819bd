package dev.tally.runtime.wasi;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import java.util.Locale;

/**
 * Every function of WASI preview 1 and its type, so that any program links, whatever it asks for. The letters stand for
 * the parameters: {@code i} for i32, {@code l} for i64. All return an {@link Errno} but the one that never returns.
 */
enum Preview1 {
    ARGS_GET("ii"),
    ARGS_SIZES_GET("ii"),
    ENVIRON_GET("ii"),
    ENVIRON_SIZES_GET("ii"),
    CLOCK_RES_GET("ii"),
    CLOCK_TIME_GET("ili"),
    FD_ADVISE("illi"),
    FD_ALLOCATE("ill"),
    FD_CLOSE("i"),
    FD_DATASYNC("i"),
    FD_FDSTAT_GET("ii"),
    FD_FDSTAT_SET_FLAGS("ii"),
    FD_FDSTAT_SET_RIGHTS("ill"),
    FD_FILESTAT_GET("ii"),
    FD_FILESTAT_SET_SIZE("il"),
    FD_FILESTAT_SET_TIMES("illi"),
    FD_PREAD("iiili"),
    FD_PRESTAT_GET("ii"),
    FD_PRESTAT_DIR_NAME("iii"),
    FD_PWRITE("iiili"),
    FD_READ("iiii"),
    FD_READDIR("iiili"),
    FD_RENUMBER("ii"),
    FD_SEEK("ilii"),
    FD_SYNC("i"),
    FD_TELL("ii"),
    FD_WRITE("iiii"),
    PATH_CREATE_DIRECTORY("iii"),
    PATH_FILESTAT_GET("iiiii"),
    PATH_FILESTAT_SET_TIMES("iiiilli"),
    PATH_LINK("iiiiiii"),
    PATH_OPEN("iiiiillii"),
    PATH_READLINK("iiiiii"),
    PATH_REMOVE_DIRECTORY("iii"),
    PATH_RENAME("iiiiii"),
    PATH_SYMLINK("iiiii"),
    PATH_UNLINK_FILE("iii"),
    POLL_ONEOFF("iiii"),
    PROC_EXIT("i"),
    PROC_RAISE("i"),
    RANDOM_GET("ii"),
    SCHED_YIELD(""),
    SOCK_ACCEPT("iii"),
    SOCK_RECV("iiiiii"),
    SOCK_SEND("iiiii"),
    SOCK_SHUTDOWN("ii");

    private final String parameters;

    Preview1(String parameters) {
        this.parameters = parameters;
    }

    /** The name it is imported by. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    FunctionType type() {
        ValueType[] types = new ValueType[parameters.length()];
        for (int i = 0; i < types.length; i++) {
            types[i] = parameters.charAt(i) == 'l' ? ValueType.I64 : ValueType.I32;
        }
        FunctionType type = FunctionType.of(types);
        return this == PROC_EXIT ? type : type.returning(ValueType.I32);
    }
}
