/** Where the program is put together: entry point, leader election, health. */
package com.dhanman.operator.runtime;
