/** Keeps the documentation true: what is generated is current, links lead somewhere. */
package com.dhanman.operator.docs;
