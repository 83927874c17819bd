package dev.tally.core;

/** An import is missing or has another type; names module, field and both types. Nothing was instantiated. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String module;
    private final String field;

    private LinkException(String module, String field, String message) {
        super(message);
        this.module = module;
        this.field = field;
    }

    /** Nothing of this name was given to import. */
    public static LinkException unknownImport(String module, String field, String wanted) {
        return new LinkException(
                module, field, "unknown import: \"" + module + "\" \"" + field + "\", wanted " + wanted);
    }

    /** What was given has another type than the module asks for. */
    public static LinkException incompatibleType(String module, String field, String wanted, String given) {
        return new LinkException(
                module,
                field,
                "incompatible import type: \"" + module + "\" \"" + field + "\", wanted " + wanted + ", given "
                        + given);
    }

    /** What the modules declare does not fit into the guest's quota. */
    public static LinkException beyondQuota(String message) {
        return new LinkException("", "", message);
    }

    /** The module that the import names. */
    public String module() {
        return module;
    }

    /** The field that the import names. */
    public String field() {
        return field;
    }
}
