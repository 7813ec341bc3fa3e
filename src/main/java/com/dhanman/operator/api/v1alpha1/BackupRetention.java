package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Which backups are kept: those that any of the rules keeps. What no rule keeps is removed after a
 * run that has succeeded, and never after one that has failed. Without a rule everything is kept.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "has(self.last) || has(self.days) || has(self.hourly) || has(self.daily) ||"
                        + " has(self.weekly) || has(self.monthly) || has(self.yearly)",
        message =
                "keep needs a rule, such as days: 30; leave keep out altogether to keep everything")
public record BackupRetention(
        /** The latest so many. */
        @Min(1) @Max(10000) Integer last,
        /** Those of the last so many days. Example: 30. */
        @Min(1) @Max(36500) Integer days,
        /** The last of each of the latest so many hours that have one. */
        @Min(1) @Max(10000) Integer hourly,
        /** The last of each of the latest so many days that have one, in `timeZone`. */
        @Min(1) @Max(36500) Integer daily,
        /** The last of each of the latest so many weeks that have one. */
        @Min(1) @Max(5000) Integer weekly,
        /** The last of each of the latest so many months that have one. */
        @Min(1) @Max(1200) Integer monthly,
        /** The last of each of the latest so many years that have one. */
        @Min(1) @Max(100) Integer yearly,
        /**
         * The latest so many are never removed, whatever the rules say: where runs have failed for
         * a month, `days: 30` would else leave nothing. Default: 3.
         */
        @Min(1) @Max(10000) Integer minSuccessful,
        /**
         * The latest so many that were proven are never removed, and nothing at all is while there
         * are fewer. Needs `verify`. Default: none.
         */
        @Min(1) @Max(1000) Integer minVerified,
        /**
         * True removes nothing, and `status.retention.expired` lists what would be removed.
         * Default: false.
         */
        Boolean dryRun) {}
