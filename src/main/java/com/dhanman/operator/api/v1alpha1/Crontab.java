package com.dhanman.operator.api.v1alpha1;

/** Rules on times of day that are written as in crontab. */
final class Crontab {
    static final String FITS =
            "self.matches('^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|[0-9*/,-]+"
                    + " [0-9*/,-]+ [0-9*/,?-]+ [0-9A-Za-z*/,-]+ [0-9A-Za-z*/,?-]+)$')";

    static final String FITS_TEXT =
            "schedule must be five fields as in crontab (minute, hour, day of the month, month, day of"
                    + " the week), such as 0 2 * * *; the time zone goes into timeZone";

    private Crontab() {}
}
