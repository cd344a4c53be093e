import fc from 'fast-check';

// Another seed for each mutant would have one survive today and not tomorrow.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_123 });
