package com.dhanman.operator.api.v1alpha1;

/** Parts of rules that several fields with names of roles share. */
final class RoleNames {
    /** Roles that the operator makes for itself, or PostgreSQL has, as a list in CEL. */
    static final String RESERVED =
            "['postgres', 'replicator', 'rewind', 'dhanman_operator', 'dhanman_exporter',"
                    + " 'dhanman_pooler', 'public', 'none']";

    /** The same for people. */
    static final String RESERVED_TEXT =
            "begin with pg_, nor be postgres, replicator, rewind, dhanman_operator,"
                    + " dhanman_exporter, dhanman_pooler, public or none, which PostgreSQL and the"
                    + " operator keep for themselves";

    /** PostgreSQL cuts longer names off without a word, and CEL counts letters. */
    static final String FITS = "bytes(self).size() <= 63 && !self.matches('[[:cntrl:]]')";

    static final String FITS_TEXT =
            "must be at most 63 bytes without control characters: letters beyond ASCII take two or"
                    + " more bytes each";

    private RoleNames() {}
}
