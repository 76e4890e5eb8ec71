// Makes a bucket and prints its URL: `make-bucket.mts s3|az|gs`.
import { makeBucket, type Cloud } from './buckets.mjs';

console.log(await makeBucket(process.argv[2] as Cloud, `dqs-${process.pid}-${Date.now()}`));
