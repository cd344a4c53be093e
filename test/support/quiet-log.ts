// Failures are made on purpose here, and their log lines would hide what a test says.
process.env['QUIPU_LOG'] = 'off';
