package com.dhanman.operator.api.v1alpha1;

/** Rules on {@link Resources} that are too costly where there is a list of them. */
final class Limits {
    static final String MEMORY_FITS =
            "!has(self.requests) || !has(self.requests.memory) || !has(self.limits) ||"
                    + " !has(self.limits.memory) ||"
                    + " quantity(string(self.requests.memory)).compareTo(quantity(string(self.limits.memory)))"
                    + " <= 0";

    static final String MEMORY_FITS_TEXT =
            "requests.memory must not be more than limits.memory: lower the one or raise the other";

    static final String CPU_FITS =
            "!has(self.requests) || !has(self.requests.cpu) || !has(self.limits) ||"
                    + " !has(self.limits.cpu) ||"
                    + " quantity(string(self.requests.cpu)).compareTo(quantity(string(self.limits.cpu)))"
                    + " <= 0";

    static final String CPU_FITS_TEXT =
            "requests.cpu must not be more than limits.cpu: lower the one or raise the other";

    private Limits() {}
}
