throw new Error('stand-in: electron cannot be imported in a worker thread')
