/** Bytes of an audit log into records, records into events; knows the JDK only. */
@NullMarked
package sevol.audit;

import org.jspecify.annotations.NullMarked;
