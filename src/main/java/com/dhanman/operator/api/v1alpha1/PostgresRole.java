package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A role of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.?login.orValue(true) || !has(self.passwordSecret)",
        message =
                "passwordSecret is of no use to a role with login: false: remove the one or the other")
public record PostgresRole(
        /** Name of the role, such as `dhanman_user`, in the case that it is written in. */
        @Required
                @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!self.startsWith('pg_') && !(self in " + RoleNames.RESERVED + ")",
                        message = "name must not " + RoleNames.RESERVED_TEXT + ": use another")
                @ValidationRule(value = RoleNames.FITS, message = "name " + RoleNames.FITS_TEXT)
                String name,
        /**
         * Whether it may log in; then it gets a password. False makes a group, whose members are
         * the roles that name it in `memberOf`. Default: true.
         */
        Boolean login,
        /** Whether it may make databases. Default: false. */
        Boolean createDatabase,
        /**
         * Roles that it is a member of, such as `pg_read_all_data` or a group of this list.
         * Memberships that are not listed are taken away. Default: those that it has stay.
         */
        @Size(max = 50)
                @ValidationRule(
                        value = "!self.exists(it, it in " + RoleNames.RESERVED + ")",
                        message =
                                "memberOf must not be postgres or a role of the operator's, whose"
                                        + " rights are the superuser's: use one of PostgreSQL's own,"
                                        + " such as pg_monitor, or a role of roles")
                List<@Size(min = 1, max = 63) String> memberOf,
        /** Connections that it has at most. Default: no limit but max_connections. */
        @Min(1) @Max(10000) Integer connectionLimit,
        /**
         * Secret key with a password of your own, such as the one that services used before. A
         * change of what it holds is taken over; while it is missing, the role waits and the
         * condition DatabasesReady says so. Default: a password is made and kept in a Secret.
         */
        KeyReference passwordSecret,
        /**
         * `Absent` drops the role; one that still owns something or has sessions is kept, and the
         * condition DatabasesReady says what. Default: Present.
         */
        Ensure ensure) {}
